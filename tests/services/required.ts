// Whether a missing server skips the tests that need it, or fails them.

/** With ASSAY_TEST_REQUIRE_SERVICES=1 (as CI sets it) nothing may be skipped for want of a server. */
export const servicesRequired = process.env.ASSAY_TEST_REQUIRE_SERVICES === '1';

/** How to get a missing server; part of the name of what is skipped. */
export function missingServer(server: string, packages: string): string {
  const sentence = `${server} is not installed; to run these tests: apt-get install ${packages}`;
  if (servicesRequired) throw new Error(`ASSAY_TEST_REQUIRE_SERVICES=1, but ${sentence}`);
  return sentence;
}
