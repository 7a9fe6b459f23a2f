package bits

import "unsafe"

type pair struct{ a, b int64 }

const size = unsafe.Sizeof(pair{})
