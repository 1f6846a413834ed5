// Looks for a counter whose key begins as asked: PBKDF2 over nonce and counter, as the challenge says.
"use strict";
const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

onmessage = async ({ data: asked }) => {
  try {
    const [name, hash] = asked.algorithm.split("/");
    const nonce = bytes(asked.nonce);
    const salt = bytes(asked.salt);
    const password = new Uint8Array(nonce.length + 4);
    password.set(nonce);
    const view = new DataView(password.buffer);
    for (let counter = 0; counter < 0xffffffff; counter += 1) {
      view.setUint32(nonce.length, counter);
      const key = await crypto.subtle.importKey("raw", password, name, false, ["deriveBits"]);
      const derived = hex(await crypto.subtle.deriveBits({ name, hash, salt, iterations: asked.cost }, key, asked.keyLength * 8));
      if (derived.startsWith(asked.keyPrefix)) {
        postMessage({ counter, derivedKey: derived });
        return;
      }
    }
    postMessage(null);
  } catch {
    postMessage(null);
  }
};
