using System.Data;
using System.Globalization;
using ChatOpsCompliance.Access;
using ChatOpsCompliance.AccessReviews;
using ChatOpsCompliance.Controls;
using ChatOpsCompliance.Deployments;
using ChatOpsCompliance.EmergencyChanges;
using ChatOpsCompliance.Evidence;
using ChatOpsCompliance.People;
using ChatOpsCompliance.Remediation;
using ChatOpsCompliance.Server.Chat;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatOpsCompliance.Server.Storage;

/// <summary>How ids and times cross the border. Every closed <see cref="Id{T}"/> stands here: an unregistered one would read as silently empty.</summary>
internal static class TypeHandlers
{
    public static readonly IReadOnlyList<Type> Ids = [typeof(Person), typeof(Campaign), typeof(RemediationTask), typeof(RiskRequest), typeof(OutboxEffect), typeof(StandingMessage), typeof(Attachment), typeof(LeaverIncident), typeof(Delegation), typeof(CampaignRequest), typeof(ExtractUpload), typeof(ActionTask), typeof(EmergencyChange), typeof(GateQuestion), typeof(Deployment), typeof(Sample), typeof(ControlTest), typeof(ConsoleSession), typeof(Engagement), typeof(Hold), typeof(AccountMove)];

    private static readonly Lock Once = new();
    private static bool registered;

    public static void Register()
    {
        lock (Once)
        {
            if (registered) return;
            SqlMapper.AddTypeHandler(new IdHandler<Person>());
            SqlMapper.AddTypeHandler(new IdHandler<Campaign>());
            SqlMapper.AddTypeHandler(new IdHandler<RemediationTask>());
            SqlMapper.AddTypeHandler(new IdHandler<RiskRequest>());
            SqlMapper.AddTypeHandler(new IdHandler<OutboxEffect>());
            SqlMapper.AddTypeHandler(new IdHandler<StandingMessage>());
            SqlMapper.AddTypeHandler(new IdHandler<Attachment>());
            SqlMapper.AddTypeHandler(new IdHandler<Delegation>());
            SqlMapper.AddTypeHandler(new IdHandler<CampaignRequest>());
            SqlMapper.AddTypeHandler(new IdHandler<LeaverIncident>());
            SqlMapper.AddTypeHandler(new IdHandler<ExtractUpload>());
            SqlMapper.AddTypeHandler(new IdHandler<ActionTask>());
            SqlMapper.AddTypeHandler(new IdHandler<EmergencyChange>());
            SqlMapper.AddTypeHandler(new IdHandler<GateQuestion>());
            SqlMapper.AddTypeHandler(new IdHandler<Deployment>());
            SqlMapper.AddTypeHandler(new IdHandler<Sample>());
            SqlMapper.AddTypeHandler(new IdHandler<ControlTest>());
            SqlMapper.AddTypeHandler(new IdHandler<ConsoleSession>());
            SqlMapper.AddTypeHandler(new IdHandler<Engagement>());
            SqlMapper.AddTypeHandler(new IdHandler<Hold>());
            SqlMapper.AddTypeHandler(new IdHandler<AccountMove>());
            SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
            SqlMapper.AddTypeHandler(new TimeHandler());
            SqlMapper.RemoveTypeMap(typeof(DateOnly));
            SqlMapper.AddTypeHandler(new DateHandler());
            DefaultTypeMap.MatchNamesWithUnderscores = true;
            registered = true;
        }
    }

    private sealed class IdHandler<T> : SqlMapper.TypeHandler<Id<T>>
    {
        public override void SetValue(IDbDataParameter parameter, Id<T> value) => parameter.Value = value.Value;

        public override Id<T> Parse(object value) => new(value is Guid guid ? guid : Guid.Parse((string)value));
    }

    /// <summary>UTC: fixed-width text on SQLite, so that it sorts; datetime2(6) on SQL Server.</summary>
    private sealed class TimeHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value)
        {
            if (parameter is SqliteParameter) parameter.Value = ChatOpsCompliance.Evidence.LedgerEntry.Time(value);
            else
            {
                parameter.DbType = DbType.DateTime2;
                parameter.Value = value.UtcDateTime;
            }
        }

        public override DateTimeOffset Parse(object value) => value is DateTime time
            ? new(DateTime.SpecifyKind(time, DateTimeKind.Utc))
            : DateTimeOffset.Parse((string)value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
    }

    private sealed class DateHandler : SqlMapper.TypeHandler<DateOnly>
    {
        public override void SetValue(IDbDataParameter parameter, DateOnly value)
        {
            if (parameter is SqliteParameter) parameter.Value = value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            else
            {
                parameter.DbType = DbType.Date;
                parameter.Value = value.ToDateTime(TimeOnly.MinValue);
            }
        }

        public override DateOnly Parse(object value) => value is DateTime time ? DateOnly.FromDateTime(time) : DateOnly.Parse((string)value, CultureInfo.InvariantCulture);
    }
}
