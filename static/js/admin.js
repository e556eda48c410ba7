// Names for what Django’s admin draws without: the boxes that complete a name, and the tooltips of its lists to choose from.
const $ = window.django?.jQuery;

const named = (select) => {
  const label = select.labels?.[0];
  if (label) label.id ||= `${select.id}-label`;
  return label;
};

const name = () => {
  for (const box of document.querySelectorAll(".select2-selection[role='combobox']")) {
    const select = box.closest(".select2-container").previousElementSibling;
    const label = named(select);
    const shown = box.querySelector(".select2-selection__rendered");
    shown.removeAttribute("role"); // it is what the box says, and no box in it
    shown.removeAttribute("aria-readonly");
    if (label) box.setAttribute("aria-labelledby", `${label.id} ${shown.id}`);
    else box.setAttribute("aria-label", select.getAttribute("aria-label") ?? select.name);
  }
  for (const tip of document.querySelectorAll(".help-tooltip[aria-label]")) tip.setAttribute("role", "img");
};

$?.(() => {
  name(); // after the admin’s own, which came first
  document.addEventListener("formset:added", () => setTimeout(name));
  $(document).on("select2:open", (event) => {
    const words = document.querySelector(".select2-container--open .select2-search__field");
    words?.setAttribute("aria-label", named(event.target)?.innerText ?? "Search");
  });
});
addEventListener("load", name); // lists to choose from are drawn then
