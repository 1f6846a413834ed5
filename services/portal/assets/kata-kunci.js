// Lets people look at the password that they type; without this script the field is an ordinary one.
"use strict";
for (const field of document.querySelectorAll("input[type=password][data-show]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link-button show-password";
  button.setAttribute("aria-controls", field.id);
  const label = field.labels[0]?.textContent ?? "";
  const say = () => {
    const hidden = field.type === "password";
    button.textContent = hidden ? field.dataset.show : field.dataset.hide;
    button.setAttribute("aria-label", `${button.textContent}: ${label}`);
  };
  button.addEventListener("click", () => {
    field.type = field.type === "password" ? "text" : "password";
    say();
  });
  // What is sent is a password to the browser again, so that it is not remembered as a text.
  field.form?.addEventListener("submit", () => { field.type = "password"; say(); });
  say();
  field.after(button);
}
