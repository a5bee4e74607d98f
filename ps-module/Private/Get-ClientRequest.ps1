# The request of a command that logs a container client in or out.
function Get-ClientRequest($Cmdlet, $Bound, $Operation) {
    $shared = @{}
    foreach ($parameter in $Bound.Keys) { $shared[$parameter] = $Bound[$parameter] }
    $regions = @($Bound['Region'] | Where-Object { $null -ne $_ } | ForEach-Object { Get-RegionName $Cmdlet $_ })
    # One region is that of the whole request; several are each account's.
    $shared['Region'] = if ($regions.Count -eq 1) { $regions[0] }
    $request = Get-ConnectionRequest $Cmdlet $shared
    $request['op'] = $Operation
    if ($regions.Count -ne 1 -and $null -ne $request['region']) {
        # The caller's default. Unlike -Region it is no contradiction to a host that lies elsewhere.
        $request['env']['AWS_REGION'] = $request['region']
        $request.Remove('region')
    }
    if ($regions.Count -gt 1) { $request['regions'] = $regions }
    foreach ($parameter in $Bound.Keys) {
        $value = $Bound[$parameter]
        switch ($parameter) {
            'Tool' { $request['tool'] = $value.ToLowerInvariant() }
            'ToolPath' { $request['tool_path'] = Get-FullPath $Cmdlet $value }
            'ConfigPath' { $request['config_path'] = Get-FullPath $Cmdlet $value }
            'ServerAddress' { $request['server_address'] = $value }
            'EndpointType' { $request['endpoint_type'] = @{ Ipv4 = 'ipv4'; DualStack = 'dual_stack'; All = 'all' }[$value] }
            'ToolTimeoutSec' { $request['tool_timeout_ms'] = [long][Math]::Ceiling($value * 1000) }
        }
    }
    $request
}
