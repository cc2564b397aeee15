// An ES module: the names that a CommonJS package has are found by Node.js without running it.
import { AwsInstancePool, AwsNodePool } from "cdktf-flatcar/aws";

for (const value of [AwsInstancePool, AwsNodePool]) console.log(typeof value);
