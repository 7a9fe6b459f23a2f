class Compared {
  boolean admits(String password) {
    return password.equals("sesame"); // assay: possible-secret
  }

  String label(Form form) {
    form.setPasswordLabel("Password");
    return form.get("password", "missing");
  }
}
