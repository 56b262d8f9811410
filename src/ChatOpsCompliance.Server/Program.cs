using ChatOpsCompliance.Server.Cli;

return await CommandLine.Run(args);
