package sums

import (
	"crypto/sha256"
	"encoding/hex"
)

func fingerprint(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
