package seal

import "crypto/des"

func encrypt(key, block []byte) error {
	cipher, err := des.NewCipher(key) // assay: weak-cipher
	if err != nil {
		return err
	}
	cipher.Encrypt(block, block)
	return nil
}
