package seal

import "crypto/rc4"

func stream(key, data []byte) ([]byte, error) {
	cipher, err := rc4.NewCipher(key) // assay: weak-cipher
	if err != nil {
		return nil, err
	}
	out := make([]byte, len(data))
	cipher.XORKeyStream(out, data)
	return out, nil
}
