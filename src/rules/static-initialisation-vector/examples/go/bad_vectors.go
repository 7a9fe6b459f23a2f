package seal

import "crypto/cipher"

var nonce = []byte("000000000001")

func seal(aead cipher.AEAD, text []byte) []byte {
	return aead.Seal(nil, nonce, text, nil) // assay: static-initialisation-vector
}
