package sums

import (
	"crypto/sha1"
	"io"
)

func digest(r io.Reader) []byte {
	hasher := sha1.New() // assay: weak-hash
	io.Copy(hasher, r)
	return hasher.Sum(nil)
}
