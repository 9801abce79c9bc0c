// Forms with data-passkey ask the device for a passkey and send what it answers.

const options = async (form) => {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
};

const credential = async (form) => {
  const found = await options(form);
  if (form.dataset.passkey === "add") {
    const wanted = found.creation_options.publicKey;
    wanted.authenticatorSelection = { ...wanted.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" };
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(wanted) });
  }
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(found.request_options.publicKey) });
};

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches?.("[data-passkey]") || form.elements.credential.value) return;
  event.preventDefault();
  const failed = form.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  try {
    form.elements.credential.value = JSON.stringify(await credential(form));
    form.submit();
  } catch {
    failed.hidden = false;
  }
});

for (const form of document.querySelectorAll("[data-passkey]")) {
  form.hidden = !window.PublicKeyCredential?.parseRequestOptionsFromJSON;
  form.querySelector("[type=submit]").disabled = false;
}
