// Switches scripts and files off in a view that nothing in the file needs them for.
import { branchAround, type FixContext, repairsWhere } from '../../analysis-engine/index.ts';

/** A bridge between page and program, scripts that the program runs, and switches that say what they are for. */
const NEEDED = /addJavascriptInterface|evaluateJavascript|["']javascript:|setWebChromeClient|JavascriptInterface/;

export const fix = repairsWhere(
  'web-view',
  (context: FixContext) =>
    // Without scripts at all most pages are none.
    !/setJavaScriptEnabled/.test(context.source.slice(context.start, context.end)) &&
    !NEEDED.test(context.source) &&
    !/insecure|allow|enable/i.test(branchAround(context)),
);
