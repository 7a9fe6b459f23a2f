// Types of the page's script, for its test.
export interface OpenedFinding {
  readonly message: string;
  readonly location: { readonly path: string; readonly start: { readonly line: number; readonly column: number } };
  readonly within: string;
  readonly trace: readonly unknown[];
  readonly snippet: string;
}

export interface OpenedKey {
  readonly id: string;
  open(issue: { readonly fingerprint: string; readonly sealed?: unknown }): Promise<OpenedFinding>;
}

export function openKey(text: string): Promise<OpenedKey>;
