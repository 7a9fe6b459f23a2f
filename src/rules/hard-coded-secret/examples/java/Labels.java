package db;

class Labels {
    String passwordLabel = "Your password";
    String secretQuestion = "What was the name of your first pet?";

    boolean isSecretName(String name) {
        return name.endsWith("secret");
    }
}
