package auth

import (
	"crypto/hmac"
	"crypto/sha256"
	"os"
)

func sign(data []byte) []byte {
	mac := hmac.New(sha256.New, []byte(os.Getenv("SIGNING_KEY")))
	mac.Write(data)
	return mac.Sum(nil)
}
