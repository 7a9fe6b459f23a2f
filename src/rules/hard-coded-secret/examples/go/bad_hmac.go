package auth

import (
	"crypto/hmac"
	"crypto/sha256"
)

const signingKey = "c51b-77ea-40fd" // assay: hard-coded-secret

func sign(data []byte) []byte {
	mac := hmac.New(sha256.New, []byte(signingKey)) // assay: hard-coded-secret
	mac.Write(data)
	return mac.Sum(nil)
}
