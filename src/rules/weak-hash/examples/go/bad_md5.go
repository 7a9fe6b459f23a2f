package sums

import (
	"crypto/md5"
	"encoding/hex"
)

func fingerprint(data []byte) string {
	sum := md5.Sum(data) // assay: weak-hash
	return hex.EncodeToString(sum[:])
}
