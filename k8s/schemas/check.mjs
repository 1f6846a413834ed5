// Objects of kinds that a plain cluster does not know (certificates, routes, rules) against their makers' schemas.
// usage: node check.mjs RENDERED.yaml...
import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";

const makers = {
  "cert-manager.io": "@kubernetes-models/cert-manager",
  "gateway.networking.k8s.io": "@kubernetes-models/gateway-api",
  "monitoring.coreos.com": "@kubernetes-models/prometheus-operator",
};

let checked = 0;
let wrong = 0;
for (const file of process.argv.slice(2)) {
  for (const document of parseAllDocuments(readFileSync(file, "utf8"))) {
    const object = document.toJS();
    const [group, version] = object.apiVersion.split("/");
    // Groups of the cluster itself end so, or have no dot; those are checked elsewhere.
    const maker = makers[group];
    if (!maker) {
      if (version && group.includes(".") && !group.endsWith(".k8s.io")) {
        console.error(`${file}: nobody's schema for ${object.apiVersion} ${object.kind}`);
        wrong += 1;
      }
      continue;
    }
    const kinds = await import(`${maker}/${group}/${version}/${object.kind}`);
    try {
      new kinds[object.kind](object).validate();
      checked += 1;
    } catch (error) {
      console.error(`${file}: ${object.kind} ${object.metadata.name}: ${error.message}`);
      wrong += 1;
    }
  }
}
console.log(`${checked} objects of other makers are as their schemas say`);
process.exit(wrong || !checked ? 1 : 0);
