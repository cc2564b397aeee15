export { bytesOf, textOf } from "../ignition/go-bytes";
