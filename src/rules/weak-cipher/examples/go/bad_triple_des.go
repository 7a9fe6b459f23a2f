package seal

import (
	"crypto/cipher"
	"crypto/des"

	"golang.org/x/crypto/blowfish"
)

func block(key []byte, old bool) (cipher.Block, error) {
	if old {
		return des.NewTripleDESCipher(key) // assay: weak-cipher
	}
	return blowfish.NewCipher(key) // assay: weak-cipher
}
