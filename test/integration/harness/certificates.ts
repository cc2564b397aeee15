import * as fs from "fs";
import * as path from "path";
import { exec } from "./exec";

/** A certificate and its key, as the paths of two PEM files. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

/** What a server and its clients need to know each other by. */
export interface Certificates {
  readonly ca: Certificate;
  readonly server: Certificate;
  readonly client: Certificate;
}

// Settings of its own: those of the machine may add extensions, and Go refuses a certificate that has one twice.
const settings = (address: string): string => `[req]
distinguished_name = subject
[subject]
[ca]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign
[server]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = serverAuth
subjectAltName = IP:${address}
[client]
basicConstraints = critical, CA:FALSE
extendedKeyUsage = clientAuth
`;

/**
 * Makes an authority, and by it a certificate for a server and one for a client. They are good for two days.
 *
 * @param address the server's. @default "127.0.0.1"
 */
export async function makeCertificates(directory: string, address = "127.0.0.1"): Promise<Certificates> {
  fs.mkdirSync(directory, { recursive: true });
  const config = path.join(directory, "openssl.cnf");
  fs.writeFileSync(config, settings(address));
  const make = async (name: "ca" | "server" | "client", issuer?: Certificate): Promise<Certificate> => {
    const made = { certificate: path.join(directory, `${name}.crt`), key: path.join(directory, `${name}.key`) };
    const kind = ["-x509", "-config", config, "-extensions", name, "-subj", `/CN=${name}`, "-days", "2"];
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", made.key];
    const by = issuer === undefined ? [] : ["-CA", issuer.certificate, "-CAkey", issuer.key];
    await exec("openssl", ["req", ...kind, ...key, ...by, "-out", made.certificate]);
    return made;
  };
  const ca = await make("ca");
  return { ca, server: await make("server", ca), client: await make("client", ca) };
}
