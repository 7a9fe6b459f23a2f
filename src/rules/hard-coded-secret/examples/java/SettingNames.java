class SettingNames {
  static final String SUPER_PASSWORD = "acme.server.auth.superPassword"; // assay: possible-secret
  static final String SIGNING_KEY = "hostSettings:eventsSigningKey";
  static final String DATABASE_PASSWORD = "kX9#mQ2vLp!z"; // assay: hard-coded-secret
}
