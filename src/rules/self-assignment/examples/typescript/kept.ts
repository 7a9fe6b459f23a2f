export function textOf(given: string | Fragment): string {
  let text = given;
  if (typeof text === "string") {
    text = text as string;
  } else {
    text = serialised(text);
  }
  return text;
}

export class List {
  private index = 0;

  set active(value: number) {
    this.index = Math.min(value, 9);
  }

  refresh(): void {
    this.active = this.active;
  }
}
