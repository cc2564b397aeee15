// A setup file: a worker of vitest whose run is killed would go on, with all that its tests have started. (vitest lets nobody call process.exit.)
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
