-- Keys of pipelines name the repositories and environments they may speak for, as patterns with commas between; those of scripts that hand in extracts name a system.
alter table api_key add repositories text not null default '';
alter table api_key add environments text not null default '';
