// Says how many characters are left, counted as the service counts them; without this script the page says the most alone.
"use strict";
for (const field of document.querySelectorAll("textarea[data-most]")) {
  const told = document.createElement("p");
  told.className = "govuk-hint";
  const say = () => {
    const left = Number(field.dataset.most) - [...field.value].length;
    told.textContent = `${left < 0 ? field.dataset.over : field.dataset.left}: ${Math.abs(left)}`;
  };
  field.addEventListener("input", say);
  field.after(told);
  say();
}
