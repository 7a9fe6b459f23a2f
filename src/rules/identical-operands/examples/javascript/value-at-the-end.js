const free = typeof exports === 'object' && exports && !exports.nodeType && exports;

function isReady(node) {
  return node.open && node.open; // assay: identical-operands
}

module.exports = { free, isReady };
