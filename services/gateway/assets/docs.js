// Turns the plain page into Scalar's; everything that would call another host is off.
document.body.style.maxWidth = "none";
document.body.style.padding = "0";
Scalar.createApiReference("#reference", {
  url: "/v1/openapi.json",
  withDefaultFonts: false,
  telemetry: false,
  agent: { disabled: true },
  mcp: { disabled: true },
  hideClientButton: true,
  persistAuth: false,
});
