package headers

var sent = []string{
	"X-Amz-Credential",
	"X-Amz-Date",
	"X-Amz-Client-Secret",
	"X-Amz-Sha256x9",
}
