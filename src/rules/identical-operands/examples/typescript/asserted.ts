export function pathOf(event: { key(): string | undefined }): string {
  if (event.key() && event.key()!.length > 0) return 'key';
  return 'none';
}

export function whole(n: number): number {
  return n & n;
}

export function isGiven(id: string): boolean {
  return !id || !id; // assay: identical-operands
}

export function cancel(widget: { indicator(): { cancel(): void } | undefined }): void {
  widget.indicator() && widget.indicator()!.cancel();
}
