// Keys for reviewing: each presses the button, or sets the box, that has its letter on it. The page is whole without.
const REFUSED = "no keys";

const writing = (target) => target.closest("textarea, select, input:not([type=checkbox], [type=radio])") !== null;

function rulings() {
  const part = document.getElementById("rulings");
  part.open = !part.open;
  if (part.open) part.querySelector("summary").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && writing(event.target)) {
    event.target.blur();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || writing(event.target)) return;
  if (localStorage.getItem(REFUSED) !== null || document.querySelector("dialog[open]")) return;
  if (event.key === "g") {
    rulings();
    return;
  }
  const wanted = document.querySelector(`#item [data-key="${CSS.escape(event.key)}"]`);
  if (!wanted) return;
  event.preventDefault();
  if (wanted.matches("textarea, input:not([type=checkbox])")) wanted.focus();
  else wanted.click();
});
