/** Why a text is no YAML, or none that fits: the text of yaml.v3, which names a line where it knows one, or that of encoding/base64 and the like. */
export class YamlFault extends Error {
  public constructor(message: string) {
    super(message);
    this.name = "YamlFault";
  }
}
