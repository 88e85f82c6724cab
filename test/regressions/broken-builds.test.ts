import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { FAULTS } from "../../scripts/broken-builds/faults.ts";

/** `npm run broken-builds` puts each fault in; here it is only seen that the code still has the place for it. */
test.each(FAULTS)("the place of the planted fault is there: $name", ({ patches }) => {
  for (const { file, old } of patches) expect(readFileSync(file, "utf8").split(old)).toHaveLength(2);
});
