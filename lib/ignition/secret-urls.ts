import { isLiteralSecret } from "./secret-literal";
import { SecretFinder, SecretSpan, matchesOf } from "./secret-span";

// https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1; a password may hold what should have been escaped, so that the last @ counts.
const PASSWORD = String.raw`:\/\/[^\s/?#"'<>:@\\]{0,256}:(?<secret>[^\s/?#"'<>\\]{1,1024})@`;
const DATABASE = String.raw`(?<=\b(?:postgres|postgresql|mysql|mariadb|mongodb|mongodb\+srv|redis|rediss|amqp|amqps|sqlserver|mssql|clickhouse|cockroachdb|nats|etcd))`;

const FINDERS: readonly SecretFinder[] = [
  matchesOf("a database URL with a password", new RegExp(`${DATABASE}${PASSWORD}`), isLiteralSecret),
  matchesOf("a URL with a password", new RegExp(PASSWORD), isLiteralSecret),
  // https://github.com/go-sql-driver/mysql#dsn-data-source-name
  matchesOf("a database URL with a password", /(?<![\w.-])[\w.-]{1,64}:(?<secret>[^\s@"'/]{1,256})@(?:tcp|unix)\(/, isLiteralSecret),
  // https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html, and the same of Google; who has the URL has the object
  matchesOf("a signed URL", /[?&]X-(?:Amz|Goog)-Signature=(?<secret>[0-9a-fA-F]{40,})/),
  // https://learn.microsoft.com/azure/storage/common/storage-sas-overview
  matchesOf("a signed URL", /[?&;]sig=(?<secret>[A-Za-z0-9%+/]{40,}={0,2})/),
];

/** Credentials in URLs. */
export function* urlSecrets(text: string): Generator<SecretSpan> {
  for (const find of FINDERS) yield* find(text);
}
