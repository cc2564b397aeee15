export interface FlatcarButane { readonly variant?: string; readonly version?: string }
