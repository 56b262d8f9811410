using System.Xml.Linq;
using ChatOpsCompliance.Server.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace ChatOpsCompliance.Server.Console;

/// <summary>The keys of forms and of the way to the provider, in the database, so that every replica has them. The library asks for them outside of any request.</summary>
internal sealed class DataKeys(Database database) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => [.. database.Read(DataKeyStore.All).GetAwaiter().GetResult().Select(x => XElement.Parse(x))];

    public void StoreElement(XElement element, string friendlyName) =>
        database.Bulk(Actor.Service, tx => DataKeyStore.Add(tx, friendlyName, element.ToString(SaveOptions.DisableFormatting))).GetAwaiter().GetResult();
}
