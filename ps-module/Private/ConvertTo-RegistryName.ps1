# Names of registries as text, from text, numbers, lists of them, and objects that carry an id or an endpoint.
function ConvertTo-RegistryName($Cmdlet, $Value) {
    $endpoint = if ($null -ne $Value -and $Value -isnot [string]) { Get-NamedValue $Value @('ProxyEndpoint', 'Registry', 'RepositoryUri') }
    if ($endpoint -is [string]) { return $endpoint }
    ConvertTo-RegistryIdText $Cmdlet $Value
}
