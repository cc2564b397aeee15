import { BUTANE } from "./butane-table";
import { CHECK } from "./check-table";
import { FETCH } from "./fetch-table";
import { LOAD } from "./load-table";
import { PLANS } from "./plans-table";
import { PROFILE } from "./profile-table";
import { SYNTH } from "./synth-table";
import type { Table } from "./table";
import { TERRAFORM } from "./terraform-table";

/** All tables, in the order of their names. */
export const TABLES: readonly Table[] = [SYNTH, LOAD, BUTANE, FETCH, PLANS, CHECK, TERRAFORM, PROFILE];
