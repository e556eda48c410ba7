"""What a text attributes: cues, what each introduces, whose words they are, and what is not said."""
