package bits

import "unsafe"

func text(b []byte) string {
	return unsafe.String(unsafe.SliceData(b), len(b)) // assay: unsafe-memory-access
}

func next(p unsafe.Pointer) unsafe.Pointer {
	return unsafe.Add(p, 8) // assay: unsafe-memory-access
}
