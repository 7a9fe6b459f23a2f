package sums

import (
	"crypto/sha512"
	"io"
)

func digest(r io.Reader) []byte {
	hasher := sha512.New()
	io.Copy(hasher, r)
	return hasher.Sum(nil)
}
