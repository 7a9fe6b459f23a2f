export const once = (text: string) => text.replace('"', '&quot;'); // assay: incomplete-escaping
export const pattern = (text: string) => text.replace(/</, '&lt;'); // assay: incomplete-escaping
export const all = (text: string) => text.replaceAll('"', '&quot;');
export const every = (text: string) => text.replace(/</g, '&lt;');
export const word = (text: string) => text.replace('colour', 'color');
