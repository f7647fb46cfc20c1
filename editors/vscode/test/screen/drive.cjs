// Does in the window what a coach does, checks what is there to be seen, and takes pictures: `drive.cjs ADDRESS FOLDER`.

const { execFileSync } = require("node:child_process");
const path = require("node:path");
const { chromium } = require("playwright-core");

const [address, folder] = process.argv.slice(2);
const patience = { timeout: 90_000 };

async function main() {
  const program = execFileSync("which", ["chromium"]).toString().trim();
  const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox"] });
  const page = await browser.newPage({ viewport: { width: 1180, height: 640 } });
  page.setDefaultTimeout(patience.timeout);
  const shot = (name) => page.screenshot({ path: path.join(folder, `${name}.png`) });
  try {
    await work(page, shot);
  } catch (error) {
    await shot("failed");
    throw error;
  } finally {
    await browser.close();
  }
}

async function work(page, shot) {
  await page.goto(address, patience);
  const openPlan = (name) => page.locator(".explorer-folders-view .monaco-list-row", { hasText: name }).dblclick();
  await openPlan("half-typed.plan");
  await page.locator(".squiggly-error").first().waitFor();
  await page.locator(".squiggly-warning").first().waitFor();
  // All of them in the list of problems.
  await page.keyboard.press("Control+Shift+M");
  await page.locator(".markers-panel .monaco-list-row", { hasText: "occlusion training is planned for a beginner" }).first().waitFor();
  await page.waitForTimeout(1500);
  await shot("problems");
  await page.keyboard.press("Control+J");

  const line = (text) => page.locator(".view-line", { hasText: text });
  const word = line("Lying Leg Curl").locator("span", { hasText: "35" }).last();
  await word.hover();
  await page.locator(".monaco-hover", { hasText: "35 %" }).first().waitFor();
  await page.waitForTimeout(500);
  await shot("hover");

  await word.click();
  await page.keyboard.press("Control+.");
  const choice = page.locator(".action-widget .monaco-list-row", { hasText: "go down to 30 % (changes the training)" });
  await choice.waitFor();
  await page.waitForTimeout(500);
  await shot("fixes");
  await choice.click();
  await line("Lying Leg Curl").filter({ hasText: "@ 30%" }).waitFor();
  await shot("fixed");
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
