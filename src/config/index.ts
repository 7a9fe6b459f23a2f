// The door of the configuration: the only box that reads the environment.
export {
  type Configuration,
  describeConfiguration,
  type LogLevel,
  readConfiguration,
  type SettingDescription,
} from './configuration.ts';
export { renderConfigurationDocs } from './documentation.ts';
export { type EntryPoint, entryPoint } from './entry-point.ts';
export type { OidcIssuer, OidcLogin } from './oidc-issuers.ts';
export { unknownVariables } from './unknown-variables.ts';
