const payments = client('sk_test_' + rest);
const sandbox = client('sk_test_7Fq2Lw9ZxKd83mVbQ4'); // assay: possible-secret
const pattern = { password: /^.{8,}$/, secretName: 'app-secret' };
