import { Component } from '@angular/core';
import { DomSanitizer } from '@angular/platform-browser';

@Component({ selector: 'app-note', template: '' })
export class NoteComponent {
  constructor(private readonly sanitizer: DomSanitizer) {}

  trusted(text: string) {
    return this.sanitizer.bypassSecurityTrustHtml(text); // assay: unencoded-html
  }

  fixed() {
    return this.sanitizer.bypassSecurityTrustHtml('<b>note</b>');
  }
}
