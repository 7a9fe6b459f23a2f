package sums

import (
	"crypto/md5"
	"hash"

	"golang.org/x/crypto/md4"
)

func hasher(old bool) hash.Hash {
	if old {
		return md4.New() // assay: weak-hash
	}
	make := md5.New
	return make() // assay: weak-hash
}
